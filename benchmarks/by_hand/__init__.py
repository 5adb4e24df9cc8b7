"""Every measure written by hand, in the words of each peer, so that the product is compared with careful work.

`conditions` has SQL, and what Polars and pandas are asked; none of it comes from the measures' own expressions.
"""
