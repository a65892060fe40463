"""The commands, one file each; `main` loads a file when its command is used."""
