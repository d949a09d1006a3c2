"""The regulation library: documents, editions, articles, and finding and citing them."""
