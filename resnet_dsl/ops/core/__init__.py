"""What all ops share: shapes, kinds of parameters, the base class, the registry."""
