package pgtest

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// A Proxy is a network to a server, of TCP, that can be broken.
type Proxy struct {
	listener net.Listener
	server   string

	mu        sync.Mutex
	changed   *sync.Cond // told of what follows
	swallows  bool
	ended     bool
	connected map[net.Conn]struct{} // both ends of all connections
}

// NewProxy leads to a server until the test ends.
func NewProxy(t testing.TB, to *Server) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	p := &Proxy{listener: listener, server: to.socket(), connected: map[net.Conn]struct{}{}}
	p.changed = sync.NewCond(&p.mu)
	var serving sync.WaitGroup
	serving.Go(func() { p.serve(&serving) })
	t.Cleanup(func() {
		_ = listener.Close()
		p.mu.Lock()
		p.ended = true
		p.changed.Broadcast()
		p.mu.Unlock()
		p.Cut()
		serving.Wait()
	})
	return p
}

// Address returns the postgres:// address of the server through the proxy.
func (p *Proxy) Address() string {
	u := url.URL{Scheme: "postgres", User: url.User("maillage"), Host: p.listener.Addr().String(), Path: "/postgres",
		RawQuery: url.Values{"sslmode": {"disable"}}.Encode()}
	return u.String()
}

// Swallow has the proxy take all that is sent and pass on nothing, as a network
// that drops packets does, or stops it. What was swallowed is lost, so that
// connections of that time never work again; nor does one end learn that the
// other has left before it stops.
func (p *Proxy) Swallow(swallows bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.swallows = swallows
	p.changed.Broadcast()
}

// Cut ends all connections.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn := range p.connected {
		_ = conn.Close()
	}
}

func (p *Proxy) serve(serving *sync.WaitGroup) {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", p.server)
		if err != nil { // it does not run: the client sees its connection end
			_ = client.Close()
			continue
		}
		p.hold(client, server)
		serving.Go(func() { p.pass(client, server) })
		serving.Go(func() { p.pass(server, client) })
	}
}

// pass hands on what comes until either end is closed.
func (p *Proxy) pass(from, to net.Conn) {
	defer p.release(from, to)
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !p.swallowing() {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			p.notice()
			return
		}
	}
}

// notice returns once the network tells one end that the other has left.
func (p *Proxy) notice() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.swallows && !p.ended {
		p.changed.Wait()
	}
}

func (p *Proxy) swallowing() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.swallows
}

func (p *Proxy) hold(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		p.connected[conn] = struct{}{}
	}
}

func (p *Proxy) release(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		_ = conn.Close()
		delete(p.connected, conn)
	}
}
