import { useEffect, useSyncExternalStore } from 'react';
import type { EditorArtifact } from '../editor-props.ts';
import type { UploadAnswer } from '../send-files.ts';
import { type FileLimits, checkFile } from './check-file.ts';
import { type Unfinished, findSame, listUnfinished } from './unfinished.ts';
import { throwAway } from './upload-client.ts';
import { pathOf, rememberUpload } from './upload-memory.ts';
import type { UploadItem, UploadQueue } from './upload-item.ts';
import { createUploadQueue } from './upload-queue.ts';

/**
 * The uploads of this page: one queue for all of its fields, made when the first of them comes to life, so that a few files
 * go at once, however many fields there are, and the page asks once before it is left.
 */
let queue: UploadQueue | undefined;

function pageQueue(): UploadQueue {
  if (queue) return queue;
  const made = createUploadQueue({ remember: rememberUpload });
  queue = made;
  addEventListener('online', made.wake);
  addEventListener('offline', made.sleep);
  // Back from signing in again in another tab.
  addEventListener('focus', made.wake);
  addEventListener('beforeunload', (event) => {
    const onTheirWay = ['queued', 'sending', 'checking', 'waiting', 'signed-out'];
    if (made.items().some(({ state }) => onTheirWay.includes(state))) event.preventDefault();
  });
  return made;
}

/** What of an enrolment was begun earlier, asked once a page. */
const earlier = new Map<string, readonly Unfinished[]>();
const earlierListeners = new Set<() => void>();
const none: readonly never[] = [];

/** What each field had last: another field’s progress is no reason to draw it again. */
const lastOf = new Map<string, readonly UploadItem[]>();

function itemsOf(owner: string): readonly UploadItem[] {
  const before = lastOf.get(owner) ?? none;
  const now = pageQueue()
    .items()
    .filter((item) => item.owner === owner);
  if (now.length === before.length && now.every((item, index) => item === before[index])) return before;
  lastOf.set(owner, now);
  return now;
}

function setEarlier(enrolment: string, list: readonly Unfinished[]): void {
  earlier.set(enrolment, list);
  for (const listener of earlierListeners) listener();
}

function subscribeEarlier(listener: () => void): () => void {
  earlierListeners.add(listener);
  return () => earlierListeners.delete(listener);
}

export type UploadField = {
  /** Of the field, on its page. */
  id: string;
  /** Where files and links of the requirement are handed in: it names the enrolment and the requirement. */
  url: string;
  limits: FileLimits;
  /** The artifact that a file of this field takes the place of. */
  replaces?: string;
  onAdded: (artifacts: EditorArtifact[]) => void;
};

export type Uploads = {
  items: readonly UploadItem[];
  /** Begun earlier for this requirement, and not in hand. */
  unfinished: readonly Unfinished[];
  take: (files: readonly File[]) => void;
  pause: (id: number) => void;
  resume: (id: number) => void;
  cancel: (id: number) => void;
  throwAway: (upload: Unfinished) => void;
};

/** The uploads of one field. */
export function useUploads({ id, url, limits, replaces, onAdded }: UploadField): Uploads {
  const { enrolment, requirement } = targetOf(url);
  const items = useSyncExternalStore(
    (listener) => pageQueue().subscribe(listener),
    () => itemsOf(id),
    () => none,
  );
  const begun = useSyncExternalStore(
    subscribeEarlier,
    () => earlier.get(enrolment) ?? none,
    () => none,
  );
  useEffect(() => {
    if (earlier.has(enrolment)) return;
    earlier.set(enrolment, none);
    void listUnfinished(enrolment).then((list) => {
      setEarlier(enrolment, list);
    });
  }, [enrolment]);

  const onAnswer = ({ added }: UploadAnswer) => {
    if (added.length > 0) onAdded(added);
  };

  const take = (files: readonly File[]) => {
    for (const item of items) if (item.state === 'done' || item.state === 'refused') pageQueue().cancel(item.id);
    for (const file of replaces === undefined ? files : files.slice(0, 1)) {
      const problem = checkFile(file, limits);
      if (problem !== undefined) {
        pageQueue().refuse(file.name, id, problem);
        continue;
      }
      const open = (earlier.get(enrolment) ?? none).filter(
        (one) => one.requirement === requirement && (one.replaces ?? undefined) === replaces,
      );
      const same = findSame(file, open);
      if (same) dropEarlier(enrolment, same);
      const target = { owner: id, enrolment, requirement, replaces, onAnswer };
      pageQueue().add(file, same ? { ...target, url: same.url, sent: same.offset } : target);
    }
  };

  return {
    items,
    unfinished: begun.filter((one) => one.requirement === requirement),
    take,
    pause: (item) => {
      pageQueue().pause(item);
    },
    resume: (item) => {
      pageQueue().resume(item);
    },
    cancel: (item) => {
      pageQueue().cancel(item);
    },
    throwAway: (upload) => {
      dropEarlier(enrolment, upload);
      rememberUpload(upload.url, undefined);
      void throwAway(upload.url);
    },
  };
}

function dropEarlier(enrolment: string, upload: Unfinished): void {
  setEarlier(
    enrolment,
    (earlier.get(enrolment) ?? none).filter((one) => pathOf(one.url) !== pathOf(upload.url)),
  );
}

/** `/work/<enrolment>/artifacts?requirement=<key>`. */
function targetOf(url: string): { enrolment: string; requirement: string } {
  const [path = '', query = ''] = url.split('?');
  return { enrolment: path.split('/')[2] ?? '', requirement: new URLSearchParams(query).get('requirement') ?? '' };
}
