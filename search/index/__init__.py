"""The index of the library and of the work: words, bundles, two engines behind one narrow interface, one writer.

Rows are the truth. An index is built from them, follows them through `IndexChange`, and may be thrown away at any
time. It lies under BIHUAN_VAR and is opened from nowhere else: what Whoosh stores is unpickled as it is read.
"""
