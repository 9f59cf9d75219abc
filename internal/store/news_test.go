package store

import (
	"testing"
	"time"

	"maillage/internal/store/pgtest"
)

// Whoever listens on PostgreSQL hears of each edition.
func TestNews(t *testing.T) {
	address := pgtest.URL(t)
	writer, reader := migrated(t, address), open(t, address)
	news := reader.News(t.Context())
	// Until it listens, it hears nothing; what comes late may be of the one before.
	for heard := false; !heard; {
		publish(t, writer, "2024-08-01", sites("1"))
		select {
		case <-news:
			heard = true
		case <-time.After(100 * time.Millisecond):
		}
	}
	for range 3 {
		begin := time.Now()
		publish(t, writer, "2024-08-01", sites("1"))
		receive(t, news)
		t.Logf("heard %s after it began to be published", time.Since(begin).Round(time.Millisecond))
	}
}
