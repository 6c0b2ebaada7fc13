"""The bot in Slack: what comes in is read here, what goes out is drawn here; nothing else in the house knows of Slack."""
