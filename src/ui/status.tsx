import {
  Award,
  Circle,
  CircleArrowRight,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  CirclePlus,
  CircleX,
  Clock,
  EyeOff,
  Info,
  Lock,
  MoveRight,
  Pause,
  RefreshCw,
  SquarePen,
  TriangleAlert,
} from 'lucide-react';

/** Every status that people see, as icon and word: never by colour alone. */
const statuses = {
  yes: { icon: CircleCheck, word: 'Yes', tone: 'good' },
  almost: { icon: CircleDot, word: 'Almost', tone: 'near' },
  no: { icon: CircleX, word: 'No', tone: 'bad' },
  unrated: { icon: CircleDashed, word: 'Not rated', tone: 'quiet' },
  demonstrated: { icon: CircleCheck, word: 'Demonstrated', tone: 'good' },
  open: { icon: Circle, word: 'Open', tone: 'quiet' },
  complete: { icon: CircleCheck, word: 'Complete', tone: 'good' },
  started: { icon: CircleDot, word: 'Started', tone: 'near' },
  next: { icon: CircleArrowRight, word: 'Next', tone: 'near' },
  'not-started': { icon: CircleDashed, word: 'Not started', tone: 'quiet' },
  locked: { icon: Lock, word: 'Done, stays as it is', tone: 'quiet' },
  working: { icon: CircleDot, word: 'In progress', tone: 'near' },
  submitted: { icon: Clock, word: 'With the assessor', tone: 'near' },
  earned: { icon: Award, word: 'Earned', tone: 'good' },
  expired: { icon: Clock, word: 'Earned, then expired', tone: 'near' },
  suspended: { icon: Pause, word: 'Earned, then suspended', tone: 'near' },
  revoked: { icon: CircleX, word: 'Earned, then revoked', tone: 'bad' },
  not_yet: { icon: CircleDot, word: 'Not yet', tone: 'near' },
  incomplete: { icon: TriangleAlert, word: 'Could not be judged', tone: 'bad' },
  withdrawn: { icon: CircleX, word: 'Withdrawn', tone: 'quiet' },
  waiting: { icon: Clock, word: 'Waiting', tone: 'quiet' },
  paused: { icon: Pause, word: 'Paused', tone: 'quiet' },
  overdue: { icon: TriangleAlert, word: 'Overdue', tone: 'bad' },
  blocking: { icon: TriangleAlert, word: 'To do', tone: 'bad' },
  advice: { icon: Info, word: 'Advice', tone: 'near' },
  added: { icon: CirclePlus, word: 'Added', tone: 'good' },
  changed: { icon: SquarePen, word: 'Changed', tone: 'near' },
  replaced: { icon: RefreshCw, word: 'Replaced', tone: 'near' },
  moved: { icon: MoveRight, word: 'Moved', tone: 'near' },
  hidden: { icon: EyeOff, word: 'Hidden', tone: 'near' },
  removed: { icon: CircleMinus, word: 'Removed', tone: 'quiet' },
} as const;

export type StatusName = keyof typeof statuses;

export function Status({ name, word }: { name: StatusName; word?: string }) {
  const { icon: Icon, word: usual, tone } = statuses[name];
  return (
    <span className={`status status--${tone}`}>
      <Icon aria-hidden="true" size={16} strokeWidth={2} /> {word ?? usual}
    </span>
  );
}
