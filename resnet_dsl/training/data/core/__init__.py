"""What a data set is, and how data sets are found."""
