# Speed and memory of the built program, beside their targets and its peers.

PEERS := bench/peers/node_modules/.package-lock.json

.PHONY: bench bench-peers

bench: build ## measure speed and memory, and write bench/RESULTS.md
	$(GO) run ./bench

bench-peers: build $(PEERS) ## ask PostGraphile and Mercurius the same questions, and write bench/RESULTS.md
	@test -n "$$MAILLAGE_TEST_POSTGRES" || tools/need initdb postgresql "which PostGraphile answers from"
	$(GO) run ./bench -peers

# npm writes this file last, so that an interrupted install starts again.
$(PEERS): bench/peers/package.json bench/peers/package-lock.json bench/peers/.npmrc
	@command -v npm >/dev/null || { echo "The peers need npm. On Debian, as root: apt-get install -y nodejs npm" >&2; exit 1; }
	cd bench/peers && npm ci --no-progress --loglevel error
	touch $@
