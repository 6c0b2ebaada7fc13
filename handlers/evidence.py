"""What a registration holds, slot by slot: what every look at it begins with."""

from __future__ import annotations

from handlers.understanding.readings import Slot
from program.registrations import Registration


def opportunity_values(registration: Registration) -> dict[Slot, str]:
    """What the registration holds, slot by slot, in canonical form."""
    sale = registration.opportunity
    engaged = None if sale.vendor_engaged is None else ("yes" if sale.vendor_engaged else "no")
    values = {
        Slot.COMPANY: sale.company,
        Slot.DOMAIN: sale.domain,
        Slot.REGISTER_NUMBER: sale.register_number,
        Slot.CONTACT_NAME: sale.contact.name,
        Slot.CONTACT_EMAIL: sale.contact.email,
        Slot.CONTACT_PHONE: sale.contact.phone,
        Slot.CLOSE_DATE: sale.close_date.isoformat(),
        Slot.AMOUNT: str(sale.amount.amount) if sale.amount else None,
        Slot.CURRENCY: sale.amount.currency if sale.amount else None,
        Slot.PRODUCT: sale.product,
        Slot.COUNTRY: sale.country,
        Slot.INDUSTRY: sale.industry,
        Slot.EMPLOYEES: str(sale.employees) if sale.employees is not None else None,
        Slot.VENDOR_ENGAGED: engaged,
    }
    return {slot: value for slot, value in values.items() if value is not None}
