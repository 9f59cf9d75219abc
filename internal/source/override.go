package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Off stands in the place of an address for a feed that is not to be fetched.
const Off = "off"

// shortest is the least time between two visits that an operator may ask for.
const shortest = time.Minute

// Override returns the feeds as a text of an operator's changes them. Each line
// is a feed's code, its address or "off" and, if it is to change, how often it is
// fetched:
//
//	# our mirror
//	sites     https://mirror.example/liste-fs.csv   12h
//	communes  off
//
// Feeds that the text does not name stay as they are. Lines that are empty or
// begin with "#" are passed over. An error names the line.
func Override(feeds []Feed, text io.Reader) ([]Feed, error) {
	feeds = slices.Clone(feeds)
	named := map[string]bool{}
	lines := bufio.NewScanner(text)
	for n := 1; lines.Scan(); n++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		i := slices.IndexFunc(feeds, func(f Feed) bool { return f.Code == words[0] })
		var err error
		switch {
		case i < 0:
			err = fmt.Errorf("no source has the code %q: write one of %s", words[0], strings.Join(codes(feeds), ", "))
		case named[words[0]]:
			err = fmt.Errorf("%s stands on a line before", words[0])
		default:
			named[words[0]] = true
			err = feeds[i].override(words[1:])
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return feeds, lines.Err()
}

func (f *Feed) override(words []string) error {
	if len(words) == 0 || len(words) > 2 {
		return errors.New("a line is a code, an address or off, and perhaps how often: sites https://mirror.example/liste.csv 24h")
	}
	f.URL = ""
	if words[0] != Off {
		address, err := url.Parse(words[0])
		if err != nil {
			return fmt.Errorf("%q is no address", words[0])
		}
		if err := Safe(address); err != nil {
			return err
		}
		f.URL = words[0]
	}
	if len(words) < 2 {
		return nil
	}
	every, err := time.ParseDuration(words[1])
	if err != nil || every < shortest {
		return fmt.Errorf("%q is no time of a minute or more: write it as 24h or 90m", words[1])
	}
	f.Every = every
	return nil
}

// Safe says why nothing is fetched from an address: what comes could have been
// changed on the way. Only https is safe, and http to this machine itself.
func Safe(address *url.URL) error {
	switch {
	case address.Hostname() == "":
		return fmt.Errorf("%q is no address: write https://host/file", address.Redacted())
	case address.Scheme == "https", address.Scheme == "http" && IsLoopback(address):
		return nil
	}
	return fmt.Errorf("%s is not https, which alone is fetched (http only from this machine, as 127.0.0.1, ::1 or localhost)", address.Redacted())
}

// IsLoopback says whether an address names this machine itself.
func IsLoopback(address *url.URL) bool {
	host := address.Hostname()
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func codes(feeds []Feed) []string {
	var codes []string
	for _, f := range feeds {
		codes = append(codes, f.Code)
	}
	return codes
}
