package main

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"maillage/graph"
)

// newRegistry returns what a scraper is told, beside what the HTTP face adds: how
// operations were executed, and how the program fares.
func newRegistry(stats *graph.Stats) *prometheus.Registry {
	executed := func(by string, count func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name:        "maillage_operations_total",
			Help:        "Operations executed, by a compiled plan or by the general executor.",
			ConstLabels: prometheus.Labels{"by": by},
		}, func() float64 { return float64(count()) })
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		executed("plan", stats.ByPlan.Load),
		executed("executor", stats.ByExecutor.Load),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return registry
}
