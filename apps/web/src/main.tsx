import './no-compiling.ts';
import './ui/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Toast } from '@base-ui/react/toast';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchNetwork } from './api/online.ts';
import { newQueryClient } from './api/query-client.ts';
import { noticeManager } from './notices/notices.ts';
import { applyTheme } from './preferences/theme.ts';
import { App } from './shell/App.tsx';

applyTheme();
watchNetwork();

const client = newQueryClient();

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the screen');
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <Toast.Provider toastManager={noticeManager} limit={3} timeout={7_000}>
          <App />
        </Toast.Provider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
