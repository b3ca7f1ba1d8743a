import type { EmailChangeController } from '../account/email/email-change.controller.ts';
import type { ErasureController } from '../account/erasure/erasure.controller.ts';
import type { AccountExport } from '../account/export/account-export.ts';
import type { LimitsController } from '../account/limits/limits.controller.ts';
import { personalDataRoutes } from '../account/personal-data.routes.ts';
import type { ProfileController } from '../account/profile/profile.controller.ts';
import type { AuthController } from '../controllers/auth.controller.ts';
import type { PasswordController } from '../controllers/password.controller.ts';
import type { SessionsController } from '../controllers/sessions.controller.ts';
import type { TradeController } from '../controllers/trade.controller.ts';
import { type DeskControllers, deskRoutes } from '../desk/desk-routes.ts';
import type { AccountReads } from '../engine/account-reads.ts';
import type { Route } from '../http/route.ts';
import type { IdentityController } from '../identity/identity.controller.ts';
import { identityRoutes } from '../identity/identity.routes.ts';
import type { KeysController } from '../keys/keys.controller.ts';
import type { Charts } from '../market/charts.ts';
import type { MarketView } from '../market/market-view.ts';
import type { SecondFactorController } from '../second-factor/second-factor.controller.ts';
import type { AccountReset } from '../wallet/account-reset.ts';
import type { StatementController } from '../wallet/statement/statement.controller.ts';
import type { WalletController } from '../wallet/wallet.controller.ts';
import type { WebhookController } from '../wallet/webhooks/webhook.controller.ts';
import { accountRoutes } from './account.routes.ts';
import { authRoutes } from './auth.routes.ts';
import { balanceRoutes } from './balance.routes.ts';
import { keyRoutes } from './keys.routes.ts';
import { limitsRoutes } from './limits.routes.ts';
import { marketRoutes } from './market.routes.ts';
import { passwordRoutes } from './password.routes.ts';
import { secondFactorRoutes } from './second-factor.routes.ts';
import { sessionsRoutes } from './sessions.routes.ts';
import { tradeRoutes } from './trade.routes.ts';
import { walletRoutes } from './wallet.routes.ts';
import { webhookRoutes } from './webhooks.routes.ts';

export interface Controllers {
  readonly auth: AuthController;
  readonly emailChange: EmailChangeController;
  readonly identity: IdentityController;
  readonly personalData: AccountExport;
  readonly erasure: ErasureController;
  readonly keys: KeysController;
  readonly limits: LimitsController;
  readonly passwords: PasswordController;
  readonly profile: ProfileController;
  readonly secondFactor: SecondFactorController;
  readonly sessions: SessionsController;
  readonly trade: TradeController;
  readonly wallet: WalletController;
  readonly reset: AccountReset;
  readonly statements: StatementController;
  readonly webhooks: WebhookController;
  readonly reads: AccountReads;
  readonly market: MarketView;
  readonly charts: Charts;
  readonly desk: DeskControllers;
}

/** Every route of the API, below /api/v1. */
export function allRoutes(controllers: Controllers): Route[] {
  const {
    auth,
    emailChange,
    identity,
    personalData,
    erasure,
    keys,
    limits,
    passwords,
    profile,
    secondFactor,
    sessions,
    trade,
    wallet,
    reset,
    statements,
    webhooks,
    reads,
    market,
    charts,
    desk,
  } = controllers;
  return [
    ...authRoutes(auth),
    ...keyRoutes(keys),
    ...passwordRoutes(passwords),
    ...secondFactorRoutes(secondFactor),
    ...sessionsRoutes(sessions),
    ...accountRoutes(profile, emailChange),
    ...identityRoutes(identity),
    ...personalDataRoutes(personalData, erasure),
    ...limitsRoutes(limits),
    ...tradeRoutes(trade),
    ...balanceRoutes(reads),
    ...walletRoutes(wallet, reset, statements),
    ...webhookRoutes(webhooks),
    ...marketRoutes(market, charts),
    ...deskRoutes(desk),
  ];
}
