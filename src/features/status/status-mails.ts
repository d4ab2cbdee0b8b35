import { formatDate } from '#domain/text/format-date.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { LockedAward } from './lock-award.ts';

type Award = Pick<LockedAward, 'publicId' | 'title' | 'issuer' | 'earner'>;
type Told = { name: string; email: string };

/** To the earner. Why stands on the page, which only they can open: mail is read on many screens. */
function toEarner(award: Award, baseUrl: string, subject: string, words: readonly string[], label: string): Message {
  return composeMail({
    to: award.earner.email,
    subject,
    paragraphs: [`Hello ${award.earner.name},`, ...words],
    action: { label, url: `${baseUrl}/awards/${award.publicId}/status` },
  });
}

/** What has a page of its own for whoever looks after awards. */
function toStaff(
  award: Award,
  person: Told,
  baseUrl: string,
  subject: string,
  words: readonly string[],
  label: string,
): Message {
  return composeMail({
    to: person.email,
    subject,
    paragraphs: [`Hello ${person.name},`, ...words],
    action: { label, url: `${baseUrl}/admin/${award.issuer.slug}/awards/${award.publicId}` },
  });
}

export function announcedMail(
  award: Award,
  { appealUntil, suspends, baseUrl }: { appealUntil: Date; suspends: boolean; baseUrl: string },
): Message {
  const words = [
    `${award.issuer.name} means to revoke your award “${award.title}”. Why stands on its page.`,
    `If you see it differently, say so there by ${formatDate(appealUntil)}. Somebody else than who announced it then decides. If you do nothing, it is revoked on that day.`,
    ...(suspends ? ['Until then your award is suspended: it does not count.'] : []),
  ];
  return toEarner(award, baseUrl, `Your award “${award.title}” is to be revoked`, words, 'Read why, and answer');
}

export function appealedMail(
  award: Award,
  decider: Told,
  { isStuck, baseUrl }: { isStuck: boolean; baseUrl: string },
): Message {
  const said = `${award.earner.name} appeals against the revocation of the award “${award.title}”.`;
  const todo = isStuck
    ? 'You announced it, so you can’t decide it, and there is nobody else who could. Make somebody a lead assessor, or withdraw the revocation.'
    : 'Please read what they say, and decide. Until then it does not take effect.';
  return toStaff(award, decider, baseUrl, `An appeal about “${award.title}”`, [said, todo], 'Read the appeal');
}

/** To the earner, or to whoever announced it. */
export function decidedMail(award: Award, outcome: 'revoked' | 'dropped', baseUrl: string, to?: Told): Message {
  const ends =
    outcome === 'revoked' ? 'It is revoked, and no longer counts.' : 'It is not revoked: the revocation is dropped.';
  if (to)
    return toStaff(
      award,
      to,
      baseUrl,
      `How the revocation of “${award.title}” ended`,
      [`You announced that the award “${award.title}” of ${award.earner.name} is to be revoked.`, ends],
      'See the award',
    );
  return toEarner(
    award,
    baseUrl,
    `Your appeal about “${award.title}” is decided`,
    [
      `Somebody new has read what you say about your award “${award.title}”. ${ends}`,
      'Their answer stands on its page.',
    ],
    'Read the answer',
  );
}

export function revokedMail(award: Award, baseUrl: string): Message {
  const words = [
    `The time to appeal is over. Your award “${award.title}” is revoked: it no longer counts, and whoever verifies it sees that.`,
  ];
  return toEarner(award, baseUrl, `Your award “${award.title}” is revoked`, words, 'See its status');
}

export function droppedMail(award: Award, baseUrl: string): Message {
  const words = [`${award.issuer.name} no longer means to revoke your award “${award.title}”. You need do nothing.`];
  return toEarner(award, baseUrl, `Your award “${award.title}” is not revoked`, words, 'See its status');
}

export function suspendedMail(award: Award, baseUrl: string): Message {
  const words = [
    `${award.issuer.name} has suspended your award “${award.title}”. Until it is reinstated it does not count. Why stands on its page.`,
  ];
  return toEarner(award, baseUrl, `Your award “${award.title}” is suspended`, words, 'Read why');
}

export function reinstatedMail(award: Award, baseUrl: string): Message {
  const words = [`Your award “${award.title}” counts again.`];
  return toEarner(award, baseUrl, `Your award “${award.title}” is reinstated`, words, 'See its status');
}

export function gaveUpMail(award: Award, baseUrl: string): Message {
  const words = [
    `You have given up your award “${award.title}”. It is revoked, and whoever verifies it sees that you asked for it.`,
    `If that was not you, write to ${award.issuer.name}, and change your password.`,
  ];
  return toEarner(award, baseUrl, `You have given up your award “${award.title}”`, words, 'See its status');
}

export function renewedMail(award: Award, validUntil: Date, baseUrl: string): Message {
  const words = [`Your award “${award.title}” is renewed. It is valid until ${formatDate(validUntil)}.`];
  return toEarner(award, baseUrl, `Your award “${award.title}” is renewed`, words, 'See its status');
}

export function renewalAskedMail(award: Award, decider: Told, baseUrl: string): Message {
  const words = [
    `${award.earner.name} asks for the award “${award.title}” to be renewed, and has written a statement.`,
  ];
  return toStaff(award, decider, baseUrl, `A renewal of “${award.title}”`, words, 'Read it, and decide');
}

export function renewalRefusedMail(award: Award, baseUrl: string): Message {
  const words = [
    `Your award “${award.title}” is not renewed for now. Why stands on its page; until its time is up you can ask again.`,
  ];
  return toEarner(award, baseUrl, `About the renewal of “${award.title}”`, words, 'Read why');
}

export function reminderMail(
  award: Award,
  { validUntil, how, baseUrl }: { validUntil: Date; how: string; baseUrl: string },
) {
  const words = [`Your award “${award.title}” is valid until ${formatDate(validUntil)}.`, how];
  return toEarner(award, baseUrl, `Your award “${award.title}” expires soon`, words, 'See how to renew it');
}
