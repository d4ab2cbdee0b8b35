/** An error that a person can act on: it has a page of its own. Everything else is a 500 with a reference. */
export abstract class HttpError extends Error {
  abstract readonly statusCode: number;
}

/** Thrown when what was asked for is absent, or hidden from the actor: the two must look alike. */
export class NotFoundError extends HttpError {
  readonly statusCode = 404;

  constructor(what = 'page') {
    super(`This ${what} does not exist, or is not yours to see.`);
  }
}

/** Thrown when a form comes from somebody whose session has ended; it carries what they typed, which must not be lost. */
export class SignedOutError extends HttpError {
  readonly statusCode = 401;
  readonly typed: TypedForm;

  constructor(typed: TypedForm) {
    super('You were signed out meanwhile, so this has not been saved yet.');
    this.typed = typed;
  }
}

export type TypedForm = { fields: Readonly<Record<string, string>>; hasFiles: boolean };

export class ForbiddenError extends HttpError {
  readonly statusCode = 403;
}

/** Thrown when the state of things has moved on since the page was made. */
export class ConflictError extends HttpError {
  readonly statusCode = 409;
}

/** Thrown when it was there, and is not any more. */
export class GoneError extends HttpError {
  readonly statusCode = 410;
}

/** Thrown when there is more of it than is taken. */
export class TooLargeError extends HttpError {
  readonly statusCode = 413;
}

/** Thrown when what was sent can't be read at all; a form's own errors re-render the form instead. */
export class UnreadableError extends HttpError {
  readonly statusCode = 422;
}

/** Thrown when an address, or a network, has tried too often in a while. */
export class TooManyRequestsError extends HttpError {
  readonly statusCode = 429;

  constructor(secondsLeft: number, why = 'To keep accounts safe, this can only be tried so often.') {
    const minutes = Math.max(1, Math.ceil(secondsLeft / 60));
    super(`${why} Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again.`);
  }
}
