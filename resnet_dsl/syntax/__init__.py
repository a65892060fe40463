"""From text to a tree that reads like the grammar. The only stage that imports lark."""
