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

// pack returns content in a coding, as a new slice.
func (p *packer) pack(as coding, content []byte) []byte {
	switch as {
	case gzipped:
		return p.packGzip(content)
	case zstandard:
		return p.zstd.EncodeAll(content, nil)
	}
	return bytes.Clone(content)
}

func (p *packer) packGzip(content []byte) []byte {
	w, ok := p.gzip.Get().(*gzip.Writer)
	if !ok {
		w, _ = gzip.NewWriterLevel(nil, gzipLevel) // the level is one
	}
	defer p.gzip.Put(w)
	var packed bytes.Buffer
	w.Reset(&packed)
	if _, err := w.Write(content); err != nil {
		panic(fmt.Errorf("pack into memory: %w", err))
	}
	if err := w.Close(); err != nil {
		panic(fmt.Errorf("pack into memory: %w", err))
	}
	return bytes.Clone(packed.Bytes())
}
