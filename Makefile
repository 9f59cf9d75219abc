# Two commands do everything: `make serve` and `make test`.
.DEFAULT_GOAL := help
