"""The picture as one HTML file to look around in: no server, no network, all blocks in it that can be opened."""
