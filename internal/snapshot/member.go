package snapshot

// A node says which network it is a member of and its number there, so that what
// is told of it can be kept and told again.

// Member returns the region, its network and its number among all territories.
func (r *Region) Member() (self *Region, of any, number int) { return r, r.in, r.territory.index() }

// Member returns the department, its network and its number among all territories.
func (d *Department) Member() (self *Department, of any, number int) {
	return d, d.in, d.territory.index()
}

// Member returns the collectivity, its network and its number among all
// territories.
func (c *Collectivity) Member() (self *Collectivity, of any, number int) {
	return c, c.in, c.territory.index()
}

// Member returns the EPCI, its network and its number among all territories.
func (e *Epci) Member() (self *Epci, of any, number int) { return e, e.in, e.territory.index() }

// Member returns the canton, its network and its number among all territories.
func (c *Canton) Member() (self *Canton, of any, number int) { return c, c.in, c.territory.index() }

// Member returns the commune, its network and its number among all territories.
func (c *Commune) Member() (self *Commune, of any, number int) { return c, c.in, c.territory.index() }

// Member returns the site, its network and its number among all sites.
func (s *Site) Member() (self *Site, of any, number int) { return s, s.in, int(s.number) }

// index returns the territory's number among all.
func (t territory) index() int { return int(t.number) }
