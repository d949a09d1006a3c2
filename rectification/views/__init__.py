"""The screens of rectification: each view finds what its visitor may see, calls one verb and shows the answer."""
