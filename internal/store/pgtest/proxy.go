package pgtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// A Proxy is a network to a server, of TCP, that can be broken.
type Proxy struct {
	listener net.Listener
	server   string

	mu        sync.Mutex
	changed   *sync.Cond // told of what follows
	swallows  bool
	trickles  bool
	trigger   string // what has it trickle once a client says it; "" for nothing
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

// drip is how often a byte passes a network that trickles.
const drip = 100 * time.Millisecond

// TrickleFrom has the network pass on a byte of what the server answers now and then
// once a client says a text: it is never silent, and as good as never done. Unlike
// what is swallowed nothing is lost. "" has all pass again.
func (p *Proxy) TrickleFrom(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trickles, p.trigger = false, text
}

// Trickles says whether it has begun to.
func (p *Proxy) Trickles() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trickles
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
		serving.Go(func() { p.pass(client, server, p.ask) })
		serving.Go(func() { p.pass(server, client, p.answer) })
	}
}

// pass hands on what comes until either end is closed.
func (p *Proxy) pass(from, to net.Conn, hand func(to net.Conn, said []byte) error) {
	defer p.release(from, to)
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !p.swallowing() {
			if err := hand(to, buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			p.notice()
			return
		}
	}
}

// ask hands on what a client says.
func (p *Proxy) ask(server net.Conn, said []byte) error {
	p.mu.Lock()
	if p.trigger != "" && bytes.Contains(said, []byte(p.trigger)) {
		p.trickles = true
	}
	p.mu.Unlock()
	_, err := server.Write(said)
	return err
}

// answer hands on what the server says, a byte at a time while the network trickles.
func (p *Proxy) answer(client net.Conn, said []byte) error {
	for len(said) > 0 && p.Trickles() {
		time.Sleep(drip)
		if _, err := client.Write(said[:1]); err != nil {
			return err
		}
		said = said[1:]
	}
	_, err := client.Write(said)
	return err
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
