/** Does nothing but be there: what its event loop suffers is the machine's doing. The probe answers for it. */
process.on('disconnect', () => process.exit(0));
