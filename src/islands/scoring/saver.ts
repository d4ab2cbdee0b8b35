import { cleanText } from '#domain/text/clean-text.ts';
import { backOff } from '../editor/back-off.ts';
import type { RatingFields } from './scoring-props.ts';

export type Content = RatingFields;
export type SavedContent = Content & { revision: number; was: string };

export type SaveAnswer =
  | { ok: true; revision: number; was: string }
  | { ok: false; reason: 'conflict'; current: SavedContent }
  /** Worth trying again by itself. */
  | { ok: false; reason: 'unreachable'; message: string }
  | { ok: false; reason: 'refused'; message: string };

export type SaveState = 'unchanged' | 'waiting' | 'saving' | 'saved' | 'unreachable' | 'refused' | 'conflict';

export type SaverView = {
  content: Content;
  state: SaveState;
  /** Stands for what is saved, so that the form posted whole changes only what differs from it. */
  was: string;
  message?: string;
  other?: SavedContent;
  /** What was not chosen of two versions, until something else is typed. */
  aside?: Content | undefined;
};

/** What the server has not acknowledged, and the revision that it was made from. */
export type Unsaved = { content: Content; revision: number };

export type Saver = {
  view(): SaverView;
  /** Takes what stands in the fields now; it is saved after `delay` milliseconds without another change. */
  edit(content: Content, delay: number): void;
  /** Saves what is not saved yet, and resolves when that is done or has failed. */
  settle(): Promise<void>;
  /** Tries again at once where nothing could be reached. */
  retry(): void;
  /** Ends a conflict: with one's own version, or with the other. */
  keepMine(): void;
  takeOther(): void;
  unsaved(): Unsaved | undefined;
  /** Takes up what another window could not save. */
  adopt(left: Unsaved): void;
};

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
  let failures = 0;
  /** The network came back while a try from before was on its way: should that fail, another one follows at once. */
  let isBack = false;
  /** Sent and never answered: each of these may have arrived. */
  let sent: Content[] = [];

  const show = (view: Omit<SaverView, 'was'> & { was?: string }) => {
    const { was, aside } = current;
    current = { was, ...(aside && { aside }), ...view };
    options.onChange();
  };
  const dirty = () => sent.length > 0 || !sameContent(current.content, base);
  const schedule = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), delay);
  };
  const goOnFrom = (there: SavedContent) => {
    base = contentOf(there);
    ({ revision } = there);
    sent = [];
  };

  async function send(): Promise<void> {
    while (dirty() && current.state !== 'conflict') {
      const { content } = current;
      if (current.state !== 'unreachable') show({ content, state: 'saving' });
      const unanswered = sent;
      sent = [...sent.slice(-3), content];
      isBack = false;
      const answer = await options.send(content, revision);
      if (answer.ok || answer.reason !== 'unreachable') failures = 0;
      if (take(answer, content, unanswered)) continue;
      if (!isBack || answer.ok || answer.reason !== 'unreachable') return;
      clearTimeout(timer);
    }
    // Typed, and taken back before it was saved.
    if (!dirty() && current.state !== 'saved' && current.state !== 'unchanged')
      show({ content: current.content, state: revision === 0 ? 'unchanged' : 'saved' });
  }

  /** Whether to go on. What was typed while this was on its way stays in the field, whatever the answer. */
  function take(answer: SaveAnswer, content: Content, unanswered: Content[]): boolean {
    const latest = current.content;
    if (answer.ok) {
      goOnFrom({ ...content, ...answer });
      show({ content: latest, state: sameContent(latest, content) ? 'saved' : 'waiting', was: answer.was });
      return true;
    }
    if (answer.reason === 'conflict') {
      const { current: there } = answer;
      // It is what was sent from here: only its answer was lost.
      const isOwn = unanswered.some((one) => sameContent(one, there));
      if (isOwn) goOnFrom(there);
      else sent = [];
      show(
        isOwn
          ? { content: latest, state: 'waiting', was: there.was }
          : { content: latest, state: 'conflict', other: there },
      );
      return isOwn;
    }
    if (answer.reason === 'refused') sent = unanswered;
    show({ content: latest, state: answer.reason, message: answer.message });
    if (answer.reason === 'unreachable') {
      failures += 1;
      schedule(backOff(failures));
    }
    return false;
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
      if (sameContent(content, current.content)) return;
      // Two versions wait for a choice; while nothing can be reached the next try has its time.
      if (current.state === 'conflict' || current.state === 'unreachable') {
        show({ ...current, content, aside: undefined });
        return;
      }
      show({ content, state: 'waiting', aside: undefined });
      schedule(delay);
    },
    settle: flush,
    retry() {
      isBack = true;
      if (current.state === 'unreachable') void flush();
    },
    keepMine() {
      if (!current.other) return;
      const { content, other } = current;
      goOnFrom(other);
      show({ content, state: dirty() ? 'waiting' : 'saved', was: other.was, aside: contentOf(other) });
      void flush();
    },
    takeOther() {
      if (!current.other) return;
      const { content, other } = current;
      goOnFrom(other);
      show({ content: base, state: 'saved', was: other.was, aside: content });
    },
    unsaved: () => (dirty() ? { content: current.content, revision } : undefined),
    adopt(left) {
      if (current.state !== 'unchanged' || sameContent(left.content, current.content)) return;
      // Made from an older one, it comes back as a conflict, and nothing is written over.
      ({ revision } = left);
      show({ content: left.content, state: 'waiting' });
      void flush();
    },
  };
}

function contentOf({ choice, condition, comment, places, note }: Content): Content {
  return { choice, condition, comment, places, note };
}

/** Texts as the server keeps them. */
export function sameContent(a: Content, b: Content): boolean {
  return (
    a.choice === b.choice &&
    a.condition === b.condition &&
    sameText(a.comment, b.comment) &&
    sameText(a.note, b.note) &&
    a.places.join(' ') === b.places.join(' ')
  );
}

function sameText(a: string, b: string): boolean {
  return a === b || (a.length !== 0 && b.length !== 0 && cleanText(a) === cleanText(b));
}
