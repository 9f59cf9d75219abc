package web

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// How hard content is packed: about as long as it takes to send what is saved.
// One level a coding, so that the same tag names the same bytes.
const (
	gzipLevel  = 6
	zstdLevel  = zstd.SpeedDefault
	zstdWindow = 1 << 20 // browsers take up to 8 MiB
)

// A packer packs content. It keeps what packing needs, which is large.
type packer struct {
	gzip sync.Pool // of *gzip.Writer
	zstd *zstd.Encoder
}

func newPacker() *packer {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstdLevel), zstd.WithWindowSize(zstdWindow), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // an option above is wrong
	}
	return &packer{zstd: encoder}
}

// pack returns the parts of some content in a coding, as one new slice.
func (p *packer) pack(as coding, parts ...[]byte) []byte {
	switch as {
	case gzipped:
		return p.packGzip(parts)
	case zstandard:
		return p.zstd.EncodeAll(bytes.Join(parts, nil), nil)
	}
	return bytes.Join(parts, nil)
}

func (p *packer) packGzip(parts [][]byte) []byte {
	w, ok := p.gzip.Get().(*gzip.Writer)
	if !ok {
		w, _ = gzip.NewWriterLevel(nil, gzipLevel) // the level is one
	}
	defer p.gzip.Put(w)
	var packed bytes.Buffer
	w.Reset(&packed)
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			panic(fmt.Errorf("pack into memory: %w", err))
		}
	}
	if err := w.Close(); err != nil {
		panic(fmt.Errorf("pack into memory: %w", err))
	}
	return bytes.Clone(packed.Bytes())
}
