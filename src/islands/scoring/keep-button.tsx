import { useContext, useEffect, useState } from 'react';
import { ActionContext } from './action-context.ts';
import { sendJson } from './send-json.ts';

/** Keeps the present comment for reuse; without the script the form is saved with it. */
export function KeepButton({ lookFor, live, comment }: { lookFor: string; live: boolean; comment: string }) {
  const action = useContext(ActionContext);
  const [said, setSaid] = useState('');
  useEffect(() => {
    setSaid('');
  }, [comment]);
  const keep = async () => {
    setSaid('Keeping…');
    const answer = await sendJson(`${action}/comments`, 'POST', { lookFor, body: comment });
    setSaid(answer.ok ? 'Kept for reuse' : answer.message);
  };
  return (
    <>
      <button
        type={live ? 'button' : 'submit'}
        name="intent"
        value={`keep:${lookFor}`}
        className="btn btn-sm btn-ghost"
        disabled={live && comment.trim() === ''}
        onClick={
          live
            ? () => {
                void keep();
              }
            : undefined
        }
      >
        Keep for reuse
      </button>
      <span role="status" className="meta">
        {said}
      </span>
    </>
  );
}
