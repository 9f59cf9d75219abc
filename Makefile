# Two commands do everything: `make serve` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help serve build test check fmt lint generate fresh tested-with bench soak

GO ?= go
LINT := $(GO) tool -modfile=tools/go.mod golangci-lint

include internal/ui/ui.mk
-include bench/bench.mk

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

serve: build ## build everything and answer on http://127.0.0.1:8080
	bin/maillage serve

build: pages ## build bin/maillage with its pages
	$(GO) build -o bin/maillage ./cmd/maillage

tested-with:
	@test -n "$$MAILLAGE_TEST_POSTGRES" || tools/need initdb postgresql "which the tests of the store run on"
	@tools/need pgbouncer pgbouncer "which the tests put before PostgreSQL"
	@tools/need chromium chromium "which the tests of the pages drive"

test: pages tested-with ## run every test, on real databases and in a real browser
	$(GO) test -timeout 20m ./...

soak: tested-with ## break databases, networks and disks for MAILLAGE_SOAK rounds, 20 by default; read what LibreOffice saves, if it is here
	MAILLAGE_SOAK=$${MAILLAGE_SOAK:-20} $(GO) test ./internal/store ./cmd/maillage -run '^TestFault' -count 1 -timeout 2h -v
	MAILLAGE_SOAK=1 $(GO) test ./internal/ingest -run '^TestSavedByLibreOffice' -count 1 -v

check: lint fresh ## run what CI runs besides the tests
	@! git grep -nF 'panic("not implemented' -- '*.go' || { echo "a generated stub ships"; exit 1; }
	@! ls graph/generated/models.go models_gen.go 2>/dev/null || { echo "a type of the schema has no Go counterpart"; exit 1; }

lint: ## formatting and the linters of .golangci.yml
	$(LINT) run

fmt: ## format the code
	$(LINT) fmt

generate: ## write the generated code again
	$(GO) generate ./...

fresh: ## fail if generated code is not what the sources generate
	$(GO) generate ./graph/...
	@git diff --exit-code --stat -- graph/generated schema.graphql || { echo "generated code is stale: commit what make generate writes"; exit 1; }
