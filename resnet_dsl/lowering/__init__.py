"""From the IR to Python: which classes there are, their members and forward methods, as text.

The source backend prints this text and the torch backend runs it, so that the model that runs is the text that is
read. Nothing here imports torch.
"""
