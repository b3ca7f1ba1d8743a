/** Does nothing, so that all pauses of its event loop are caused by the machine. The probe reports them. */
process.on('disconnect', () => process.exit(0));
