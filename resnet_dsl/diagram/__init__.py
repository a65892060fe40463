"""What a picture of a network shows, before anything is drawn: boxes, frames and edges, folded for a reader.

A strip runs from the input to the result. A block is one box on it, however often it runs; each distinct block is
opened once, on a card beside the strip, and the boxes refer to their cards.
"""
