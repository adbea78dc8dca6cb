import { session } from '../api/session.js';
import { rowCount } from '../rows/store.js';
import { BridgeList } from './bridge-list.js';
import { Frame } from './frame.js';
import { Lead } from './lead.js';
import { Login } from './login.js';

/** All of the page. */
export function Console() {
  return (
    <Frame>
      {session.value === 'none' ? (
        <Login />
      ) : (
        <main id="content" tabIndex={-1}>
          <Lead />
          {rowCount.value > 0 && <BridgeList />}
        </main>
      )}
    </Frame>
  );
}
