"""What a person can do in chat: one file per thing, its words, its forms and the ports it needs."""
