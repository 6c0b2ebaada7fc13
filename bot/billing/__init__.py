"""Where a billing system or a CRM says by HTTP what happened to won deals."""
