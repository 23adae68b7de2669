"""`/images`: pictures that are really painted, in the sizes and formats that are asked for."""
