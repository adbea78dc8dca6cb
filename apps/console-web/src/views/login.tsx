import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiError } from '../api/client.js';
import { isLinkUsed, isOver, logIn } from '../api/session.js';
import { t } from '../texts/texts.js';
import { problemText } from '../texts/problem-text.js';

/** Asks for the token; the session then lasts in a cookie. */
export function Login() {
  const problem = useSignal<unknown>(undefined);
  const isBusy = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const enter = async (event: Event): Promise<void> => {
    event.preventDefault();
    const token = field.current?.value.trim() ?? '';
    if (token === '' || isBusy.value) return field.current?.focus();
    isBusy.value = true;
    problem.value = undefined;
    try {
      await logIn(token);
    } catch (error) {
      problem.value = error;
      field.current?.select();
    } finally {
      isBusy.value = false;
    }
  };
  const { login } = t();
  const said = problem.value === undefined ? '' : saidOf(problem.value);
  return (
    <main class="login">
      <form class="card" onSubmit={(event) => void enter(event)}>
        <h1>{login.heading}</h1>
        {isLinkUsed.value && <p role="status">{login.linkUsed}</p>}
        <p class="muted">{leadText()}</p>
        {/* For password managers: there is one user. */}
        <input
          class="gone"
          type="text"
          name="username"
          autocomplete="username"
          value="relay"
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <label for="token">{login.token}</label>
        <input
          id="token"
          ref={field}
          type="password"
          autocomplete="current-password"
          autocapitalize="off"
          spellcheck={false}
          maxLength={1024}
          aria-describedby="login-problem"
          aria-invalid={said !== ''}
        />
        <label class="check">
          <input
            type="checkbox"
            onChange={({ currentTarget: { checked } }) => {
              if (field.current !== null) field.current.type = checked ? 'text' : 'password';
            }}
          />
          {login.show}
        </label>
        <p id="login-problem" class="problem" role="alert">
          {said}
        </p>
        <button class="primary" type="submit" disabled={isBusy.value}>
          {login.enter}
        </button>
      </form>
    </main>
  );
}

function leadText(): string {
  const { login } = t();
  if (!navigator.cookieEnabled) return login.noCookies;
  return isOver.value ? login.over : login.lead;
}

function saidOf(error: unknown): string {
  const { login, failed } = t();
  if (!(error instanceof ApiError)) return failed;
  if (error.kind === 'too-many-tries') return login.tooOften(error.more.retryAfterS ?? 60);
  return error.kind === 'invalid-token' ? login.wrong : problemText(error);
}
