import type { ComponentType } from 'react';
import { renderToString } from 'react-dom/server';

/**
 * Renders a component on the server so that the browser can bring it to life (`src/islands/hydrate.tsx` looks it up by
 * name). Without JavaScript what is rendered here is what people use: its root must hold a form that posts.
 */
export function Island<Props extends object>({
  name,
  component: Component,
  props,
}: {
  name: string;
  component: ComponentType<Props>;
  props: Props;
}) {
  return (
    <div
      data-island={name}
      data-props={JSON.stringify(props)}
      dangerouslySetInnerHTML={{ __html: renderToString(<Component {...props} />) }}
    />
  );
}
