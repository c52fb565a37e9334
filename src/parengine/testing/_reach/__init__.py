"""Coverage of a set: which paths there are, which the cases took, and which no answers can take."""
