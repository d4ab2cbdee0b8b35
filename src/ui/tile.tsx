/** What stands where a tile is not earned yet: the drawing under the mosaic. */
export type TileState = 'laid' | 'sketched';

const pixels = { sm: 48, md: 96, lg: 160, xl: 240 } as const;

type TileProps = { slug: string; size: keyof typeof pixels; state?: TileState; alt?: string; eager?: boolean };

export function tileUrl(slug: string, state: TileState = 'laid'): string {
  return `/tiles/${slug}.svg${state === 'sketched' ? '?state=sketched' : ''}`;
}

/** A micro-credential's tile. Its title stands beside it nearly everywhere, so that it needs no words of its own. */
export function Tile({ slug, size, state = 'laid', alt = '', eager = false }: TileProps) {
  return (
    <img
      src={tileUrl(slug, state)}
      alt={alt}
      width={pixels[size]}
      height={pixels[size]}
      className={`tile tile--${size}`}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
    />
  );
}
