import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';

type Person = { name: string; email: string };
type SeatEnded = {
  attemptId: string;
  title: string;
  role: string;
  end: 'conflict' | 'lapsed';
  assessor: Person;
  leads: readonly Person[];
};

/** Neither says whose work it is, nor what a conflict rests on. */
export function seatEndedMails(
  { attemptId, title, role, end, assessor, leads }: SeatEnded,
  baseUrl: string,
): Message[] {
  const waits =
    role === 'appeal'
      ? 'The appeal is with nobody now: give it to somebody under Appeals.'
      : 'It waits for another assessor.';
  const own =
    end === 'conflict'
      ? 'You no longer have it, because a conflict of interest stands between you and the earner. This is no fault of yours, and there is nothing for you to do.'
      : 'You no longer have it, because your certification for it does not hold at present. Calibration says why and how to renew it.';
  return [
    composeMail({
      to: assessor.email,
      subject: `An attempt at ${title} is off your desk`,
      paragraphs: [
        `Hello ${assessor.name},`,
        `You had begun to judge an attempt at “${title}”. ${own}`,
        'What you rated is kept, and counts for nothing.',
      ],
      action: { label: 'Open your desk', url: `${baseUrl}/desk` },
    }),
    ...leads.map(({ name, email }) =>
      composeMail({
        to: email,
        subject: `An assessment of ${title} has ended early`,
        paragraphs: [
          `Hello ${name},`,
          `${assessor.name} had begun to judge an attempt at “${title}” and no longer has it: ${
            end === 'conflict'
              ? 'a conflict of interest with its earner has come up.'
              : 'their certification for it does not hold at present.'
          } ${waits}`,
          'What was rated until then is kept, and counts for nothing.',
        ],
        action: { label: 'Open the attempt', url: `${baseUrl}/lead/attempts/${attemptId}` },
      }),
    ),
  ];
}
