import { Component, type ReactNode } from 'react';

interface LoadFailureProps {
  readonly children: ReactNode;
}

/** Says so when a page cannot be shown: its script did not come, or a newer version has replaced it. */
export class LoadFailure extends Component<LoadFailureProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <p className="down" role="alert">
        This page could not be loaded. Check your connection, and reload the screen.
      </p>
    );
  }
}
