import { useEffect, useState } from 'react';

export type Loaded<Content> = { state: 'loading' } | { state: 'here'; content: Content } | { state: 'failed' };

/** What stands at an address, read by `read`; answers that come too late are left. */
export function useLoaded<Content>(url: string, read: (response: Response) => Promise<Content>): Loaded<Content> {
  const [loaded, setLoaded] = useState<{ url: string; result: Loaded<Content> }>();
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const response = await fetch(url, { signal: stop.signal, headers: { accept: 'application/json, text/plain' } });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      return read(response);
    };
    load().then(
      (content) => {
        setLoaded({ url, result: { state: 'here', content } });
      },
      () => {
        if (!stop.signal.aborted) setLoaded({ url, result: { state: 'failed' } });
      },
    );
    return () => {
      stop.abort();
    };
  }, [url]);
  return loaded?.url === url ? loaded.result : { state: 'loading' };
}
