import type { RatingFields } from './scoring-props.ts';

export type Content = RatingFields;
export type SavedContent = Content & { revision: number; was: string };

export type SaveAnswer =
  | { ok: true; revision: number; was: string }
  | { ok: false; reason: 'conflict'; current: SavedContent }
  /** Worth trying again by itself. */
  | { ok: false; reason: 'unreachable'; message: string }
  | { ok: false; reason: 'refused'; message: string };

export type SaveState = 'unchanged' | 'waiting' | 'saving' | 'saved' | 'failed' | 'conflict';

export type SaverView = {
  content: Content;
  state: SaveState;
  /** Stands for what is saved, so that the form posted whole changes only what differs from it. */
  was: string;
  message?: string;
  other?: SavedContent;
};

export type Saver = {
  view(): SaverView;
  /** Takes what stands in the fields now; it is saved after `delay` milliseconds without another change. */
  edit(content: Content, delay: number): void;
  /** Saves what is not saved yet, and resolves when that is done or has failed. */
  settle(): Promise<void>;
  /** Ends a conflict: with one's own version, or with the other. */
  keepMine(): void;
  takeOther(): void;
};

const retryAfter = 5000;

/** Before anything was changed here; with the other version where the form came back with a conflict. */
export function firstView(saved: SavedContent, conflict: SavedContent | undefined): SaverView {
  const view = { content: contentOf(saved), was: saved.was };
  return conflict ? { ...view, state: 'conflict', other: conflict } : { ...view, state: 'unchanged' };
}

/** Saves one look-for's rating as it changes: one request at a time, always the latest content, never over another's. */
export function createSaver(
  saved: SavedContent,
  options: {
    send: (content: Content, revision: number) => Promise<SaveAnswer>;
    onChange: () => void;
    conflict?: SavedContent | undefined;
  },
): Saver {
  let base: Content = saved;
  let revision = saved.revision;
  let current = firstView(saved, options.conflict);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;

  const show = (view: Omit<SaverView, 'was'> & { was?: string }) => {
    current = { was: current.was, ...view };
    options.onChange();
  };
  const dirty = () => !same(current.content, base);
  const schedule = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), delay);
  };

  async function send(): Promise<void> {
    while (dirty() && current.state !== 'conflict') {
      const { content } = current;
      show({ content, state: 'saving' });
      const answer = await options.send(content, revision);
      // What was typed while this was on its way stays in the field, whatever the answer.
      const latest = current.content;
      if (answer.ok) {
        base = content;
        revision = answer.revision;
        show({ content: latest, state: same(latest, content) ? 'saved' : 'waiting', was: answer.was });
      } else if (answer.reason === 'conflict') {
        show({ content: latest, state: 'conflict', other: answer.current });
      } else {
        show({ content: latest, state: 'failed', message: answer.message });
        if (answer.reason === 'unreachable') schedule(retryAfter);
        return;
      }
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    running ??= send().finally(() => {
      running = undefined;
    });
    await running;
  }

  return {
    view: () => current,
    edit(content, delay) {
      if (same(content, current.content)) return;
      if (current.state === 'conflict') {
        show({ ...current, content });
        return;
      }
      show({ content, state: 'waiting' });
      schedule(delay);
    },
    settle: flush,
    keepMine() {
      if (!current.other) return;
      ({ revision } = current.other);
      base = current.other;
      show({ content: current.content, state: dirty() ? 'waiting' : 'saved', was: current.other.was });
      void flush();
    },
    takeOther() {
      if (!current.other) return;
      ({ revision } = current.other);
      base = contentOf(current.other);
      show({ content: base, state: 'saved', was: current.other.was });
    },
  };
}

function contentOf({ choice, condition, comment, places, note }: Content): Content {
  return { choice, condition, comment, places, note };
}

function same(a: Content, b: Content): boolean {
  return (
    a.choice === b.choice &&
    a.condition === b.condition &&
    a.comment === b.comment &&
    a.note === b.note &&
    a.places.join(' ') === b.places.join(' ')
  );
}
