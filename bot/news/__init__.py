"""Articles -> the stories worth a riddle: canonical addresses, clusters, rank, taste."""
