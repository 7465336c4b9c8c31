"""The columns of Open Food Network's customer totals and their names in English and French.

Must not say what they mean here: `ofn_customer_totals` does. Names as published by the
project (locales en, fr, fr_BE), without the currency that some of them end in.
"""

from __future__ import annotations

HEADERS: dict[str, tuple[str, ...]] = {
    "hub": ("Hub", "Boutique", "Comptoir"),
    "customer": ("Customer", "Client"),
    "email": ("Email",),
    "phone": ("Phone", "n° tel", "N° tel"),
    "producer": ("Producer", "Producteur", "Producteur·trice"),
    "product": ("Product", "Produit"),
    "variant": ("Variant", "Variante"),
    "quantity": ("Quantity", "Quantité", "Nb commandé"),
    "item_price": ("Item", "Coût produits"),
    "item_fees_price": ("Item + Fees", "Coût produits + Marge"),
    "admin_handling_fees": ("Admin & Handling", "Frais si par commande"),
    "ship_price": ("Ship", "Frais de livraison"),
    "pay_fee_price": ("Pay fee", "Frais de Transaction"),
    "voucher_label": ("Voucher Label", "Label de la réduction", "Label du bon d'achat"),
    "voucher_amount": ("Voucher Amount", "Montant de la réduction", "Montant du bon d'achat"),
    "total_price": ("Total",),
    "paid": ("Paid?", "Payé ?"),
    "shipping": ("Shipping", "Méthode de livraison", "Livraison"),
    "delivery": ("Delivery?", "Livré ?"),
    "ship_street": ("Ship Street", "Rue Livraison", "Rue de la livraison"),
    "ship_street_2": ("Ship Street 2", "Rue (2) Livraison"),
    "ship_city": ("Ship City", "Ville Livraison"),
    "ship_postcode": ("Ship Postcode", "Code Postal Livraison"),
    "ship_state": ("Ship State", "Département Livraison", "Province Livraison"),
    "comments": ("Comments", "Commentaire"),
    "sku": ("SKU", "Référence Produit"),
    "order_cycle": ("Order Cycle", "Cycle de Vente"),
    "payment_method": ("Payment Method", "Méthode de paiement"),
    "customer_code": ("Customer Code", "Code acheteur"),
    "tags": ("Tags",),
    "billing_street": ("Billing Street", "Rue Facturation"),
    "billing_street_2": ("Billing Street 2", "Rue (2) Facturation"),
    "billing_city": ("Billing City", "Ville Facturation"),
    "billing_postcode": ("Billing Postcode", "Code Postal Facturation"),
    "billing_state": ("Billing State", "Département Facturation", "Province Facturation"),
    "order_number": ("Order number", "N° commande"),
    "date": ("Date",),
    "final_weight_volume": (
        "Final (Weight/Volume)",
        "Poids ou volume livré",
        "Final (Poids/Volume)",
    ),
    "shipment_state": ("Shipment State", "Statut livraison"),
}
