import { Field, type FormErrors } from '#ui/form.tsx';
import type { ReactNode } from 'react';
import { ErrorSummary } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';

export type FormProps = {
  context: PageContext;
  next: string;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

type AccountPageProps = {
  context: PageContext;
  title: string;
  lead?: ReactNode;
  errors?: FormErrors;
  children: ReactNode;
};

/** The narrow page that all account forms share. */
export function AccountPage({ context, title, lead, errors = [], children }: AccountPageProps) {
  return (
    <Layout context={context} title={title} hasErrors={errors.length > 0}>
      <div className="stack mx-auto max-w-xl">
        <ErrorSummary errors={errors} />
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
        {children}
      </div>
    </Layout>
  );
}

export function NameField({ typed = {}, errors = [] }: Pick<FormProps, 'typed' | 'errors'>) {
  return (
    <Field name="name" label="Your name" hint="As it shall stand on your awards" errors={errors}>
      {(control) => (
        <input {...control} className="input" autoComplete="name" defaultValue={typed.name} maxLength={200} required />
      )}
    </Field>
  );
}

export function EmailField({ typed = {}, errors = [] }: Pick<FormProps, 'typed' | 'errors'>) {
  return (
    <Field name="email" label="E-mail address" errors={errors}>
      {(control) => (
        <input
          {...control}
          className="input"
          type="email"
          autoComplete="username"
          defaultValue={typed.email}
          required
        />
      )}
    </Field>
  );
}

type PasswordFieldProps = {
  label: string;
  hint?: string;
  autoComplete: 'current-password' | 'new-password';
  errors?: FormErrors;
};

export function PasswordField({ label, hint, autoComplete, errors = [] }: PasswordFieldProps) {
  return (
    <Field name="password" label={label} hint={hint} errors={errors}>
      {(control) => <input {...control} className="input" type="password" autoComplete={autoComplete} required />}
    </Field>
  );
}

/** Keeps where the person was going. */
export function NextField({ next }: { next: string }) {
  return <input type="hidden" name="next" value={next} />;
}

/** An address of an account page that keeps where the person was going. */
export function withNext(path: string, next: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...query, ...(next === '' ? {} : { next }) }).toString();
  return search === '' ? path : `${path}?${search}`;
}
