"""`python -m resnet_dsl`."""

from resnet_dsl.cli.main import main

if __name__ == "__main__":
    main()
