# Speed and memory of the built program, beside their targets.

bench: build ## measure speed and memory, and write bench/RESULTS.md
	$(GO) run ./bench
