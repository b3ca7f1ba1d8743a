/** Does nothing. Pauses of its event loop are caused by the machine. The probe answers for it. */
process.on('disconnect', () => process.exit(0));
