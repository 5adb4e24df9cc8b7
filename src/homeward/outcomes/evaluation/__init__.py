"""Did it change, and by how much? Before and after, against other areas, and step by step. Plain values in and out.

Each way gives an `Answer`: the effect with its 95% interval, what it takes for granted, what makes it doubtful, and one
plain sentence. None of them knows what else happened at the same time.
"""
