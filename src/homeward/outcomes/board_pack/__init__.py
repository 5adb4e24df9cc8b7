"""What leaves the service for a board or for the public: one content, written as a page, a Word document and a PDF.

The content (`content.pack_of`) is blocks: headings, paragraphs, tables, charts. Each way of writing knows the blocks
and nothing else, so that the three say the same. Numbers are always guarded: what leaves the service shows no small
number, whoever makes it.
"""
