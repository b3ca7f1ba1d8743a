import '../no-compiling.ts';
import '../ui/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchNetwork } from '../api/online.ts';
import { newQueryClient } from '../api/query-client.ts';
import { applyTheme } from '../preferences/theme.ts';
import { Desk } from './shell/Desk.tsx';

applyTheme();
watchNetwork();

const client = newQueryClient();

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the desk');
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <Desk />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
