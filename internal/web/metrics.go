package web

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A maker is what an answer to an operation came from.
type maker string

const (
	byExecution maker = "execution" // it was made
	byCache     maker = "cache"     // it was kept
	byAnother   maker = "shared"    // it was made for another who asked at the same time
	byNothing   maker = "unchanged" // the client has it
)

// metrics count what the HTTP face does.
type metrics struct {
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	inFlight  prometheus.Gauge
	answers   map[maker]prometheus.Counter

	outcomes sync.Map // of outcome to counted, so that labels are looked up once
}

// An outcome is how a request ended.
type outcome struct {
	route  string
	status int
}

// counted are what counts the requests of an outcome.
type counted struct {
	requests  prometheus.Counter
	durations prometheus.Observer
}

// newMetrics registers what is counted.
func newMetrics(to prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "maillage_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "maillage_http_request_duration_seconds", Help: "Time from the end of the header to the end of the answer, by route.",
			Buckets: prometheus.ExponentialBuckets(50e-6, 4, 10), // 50 µs … 13 s
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "maillage_http_requests_in_flight", Help: "Requests being answered.",
		}),
		answers: map[maker]prometheus.Counter{},
	}
	answers := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "maillage_answers_total",
		Help: "Answers to operations, by what they came from: execution, the cache, an execution shared with others, or none since unchanged (304).",
	}, []string{"from"})
	for _, by := range []maker{byExecution, byCache, byAnother, byNothing} {
		m.answers[by] = answers.WithLabelValues(string(by))
	}
	to.MustRegister(m.requests, m.durations, m.inFlight, answers)
	return m
}

// registerCache tells how full the cache is.
func registerCache(to prometheus.Registerer, c *answerCache) {
	to.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "maillage_answer_cache_bytes", Help: "Size of the answers kept.",
		}, func() float64 { return float64(c.bytes()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "maillage_answer_cache_entries", Help: "How many answers are kept.",
		}, func() float64 { return float64(c.kept.EstimatedSize()) }),
	)
}

// answered counts an answer to an operation.
func (m *metrics) answered(by maker) { m.answers[by].Inc() }

// served counts a request that was answered. Its route is a pattern of ours, ""
// if it has none, so that there are few of them.
func (m *metrics) served(r *http.Request, status int, took time.Duration) {
	end := outcome{r.Pattern, status}
	known, ok := m.outcomes.Load(end)
	if !ok {
		known, _ = m.outcomes.LoadOrStore(end, counted{
			m.requests.WithLabelValues(r.Pattern, strconv.Itoa(status)), m.durations.WithLabelValues(r.Pattern),
		})
	}
	c := known.(counted) //nolint:forcetypeassert // what is stored above
	c.requests.Inc()
	c.durations.Observe(took.Seconds())
}

// metricsHandler answers a scraper.
func metricsHandler(from prometheus.Gatherer) http.Handler {
	return promhttp.HandlerFor(from, promhttp.HandlerOpts{})
}
